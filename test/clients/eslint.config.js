import root from '../../eslint.config.js';

/** The rules of the project for the files here, whose packages are installed here only. */
export default [
  { ignores: ['**/node_modules/', '**/eslint.config.js'] },
  ...root.filter(({ ignores, ...rest }) => ignores === undefined || Object.keys(rest).length > 0),
  { files: ['**/*.ts'], languageOptions: { parserOptions: { tsconfigRootDir: import.meta.dirname } } },
];
