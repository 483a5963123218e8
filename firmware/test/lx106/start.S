    .section .reset, "ax"
    .global _reset
_reset:
    j     jump
    .align 4
    .literal_position
jump:
    movi  a0, _start
    jx    a0

    .section .init, "ax"
    .global _start
    .literal_position
_start:
    movi  a1, _stack
    movi  a0, main_
    callx0 a0
halt:
    j     halt
