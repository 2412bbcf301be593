// The magnitude below which a layer's smallest alive weights lie, found from its 31 bits in three steps: 11, 11 and 9 bits.
// Floats of one sign are ordered as their bits are. task: weights; rank of the wanted magnitude among those with the bits
// found so far, from 0; these bits. mask: a bit for each weight.
const bins = 2048u;
// lowest bit that each step finds, and lowest of those found before; the last step's bins hold two of them again
const shifts = vec3(20u, 9u, 0u);
const ends = vec3(31u, 20u, 9u);

fn shift() -> u32 { return shifts[launch.step]; }
fn end() -> u32 { return ends[launch.step]; }
