;; Finds record ends in CSV bytes, 16 at a time. A line feed ends a record when an even number of quotes stands before
;; it. Assembled into record-counter-module.ts by `npm run assemble`.
(module
  (memory (export "memory") 2)

  ;; Line feeds outside quotes in the last call.
  (global $count (export "count") (mut i32) (i32.const 0))
  ;; Index of the last of them, or -1.
  (global $last (export "last") (mut i32) (i32.const -1))
  ;; All ones while inside quotes, else zero; carried from call to call.
  (global $inside (export "inside") (mut i32) (i32.const 0))

  ;; Looks at memory[0 .. length), length a multiple of 16.
  (func (export "scan") (param $length i32)
    (local $at i32) (local $block v128) (local $mask i32) (local $ends i32)
    (global.set $count (i32.const 0))
    (global.set $last (i32.const -1))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $length)))
        (local.set $block (v128.load (local.get $at)))
        ;; One bit a byte: quotes. Then each bit becomes the parity of all quotes up to it.
        (local.set $mask (i8x16.bitmask (i8x16.eq (local.get $block) (i8x16.splat (i32.const 0x22)))))
        (local.set $mask (i32.xor (local.get $mask) (i32.shl (local.get $mask) (i32.const 1))))
        (local.set $mask (i32.xor (local.get $mask) (i32.shl (local.get $mask) (i32.const 2))))
        (local.set $mask (i32.xor (local.get $mask) (i32.shl (local.get $mask) (i32.const 4))))
        (local.set $mask (i32.xor (local.get $mask) (i32.shl (local.get $mask) (i32.const 8))))
        (local.set $mask (i32.and (i32.xor (local.get $mask) (global.get $inside)) (i32.const 0xffff)))
        (global.set $inside (i32.sub (i32.const 0) (i32.shr_u (local.get $mask) (i32.const 15))))
        ;; Line feeds where the parity is even.
        (local.set $ends
          (i32.and
            (i8x16.bitmask (i8x16.eq (local.get $block) (i8x16.splat (i32.const 0x0a))))
            (i32.xor (local.get $mask) (i32.const -1))))
        (if (local.get $ends)
          (then
            (global.set $count (i32.add (global.get $count) (i32.popcnt (local.get $ends))))
            (global.set $last
              (i32.sub (i32.add (local.get $at) (i32.const 31)) (i32.clz (local.get $ends))))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next)))))
