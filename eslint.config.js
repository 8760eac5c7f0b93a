import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Ambient time, randomness and environment enter only where the architecture page says. */
const ambient = [
  { object: 'Date', property: 'now', message: 'Take the time from the Clock of the run context.' },
  { object: 'Math', property: 'random', message: 'Take ids and jitter from the run context.' },
  { object: 'process', property: 'env', message: 'Only compose and cli read the environment.' },
];

/** Habits of this codebase that a selector can see. */
const shape = [
  {
    selector: "CallExpression[callee.property.name='pipe']",
    message: 'Use pipeline from node:stream/promises: .pipe() loses errors.',
  },
  { selector: 'TSEnumDeclaration', message: 'Closed sets are `as const` objects with a derived type.' },
  { selector: 'ExportAllDeclaration', message: 'Export explicit names.' },
  {
    selector: "ThrowStatement > NewExpression[callee.name='Error']",
    message: "Throw a ConnectorError (or the module's own error) with a code.",
  },
];

export default tseslint.config(
  // test/clients has packages of its own and checks itself: npm run clients.
  { ignores: ['dist/', 'node_modules/', 'demo/out/', 'coverage/', '.sfsc/', 'test/clients/'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...shape],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/compose.ts', 'src/cli/**', 'src/local-org/**'],
    rules: { 'no-restricted-properties': ['error', ...ambient] },
  },
  {
    files: ['src/local-org/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...shape,
        {
          selector: 'Literal[value=/[?][0-9]/], TemplateElement[value.raw=/[?][0-9]/]',
          message: 'Write plain ? placeholders: numbered ones do not bind by position on Node 22.',
        },
      ],
    },
  },
  {
    files: ['src/cli/**/*.ts', 'demo/**/*.ts', 'bench/**/*.ts', 'scripts/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts', 'scripts/**/*.ts', 'demo/**/*.ts'],
    rules: {
      'no-restricted-syntax': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Asymmetric matchers (expect.stringContaining and the like) are typed any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  { files: ['eslint.config.js'], extends: [tseslint.configs.disableTypeChecked] },
);
