// Small memory that a kernel works in. Threads that share one memory must each have their own: see `setScratch`.

/** 1 KiB and a half, the thread's own. */
export let scratch: usize = memory.data(1536, 16)

/** Bytes that `setScratch` wants: what the kernels keep at the offsets below. */
export const tileOffset: usize = 0 // 192 bytes
export const linesOffset: usize = 192 // 576 bytes
export const finishedOffset: usize = 768 // 256 bytes

export function setScratch(at: usize): void {
  scratch = at
}
