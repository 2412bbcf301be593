// A dense layer: input (slot, image, input), weights (slot, unit, input) and then the biases.
override inputs: u32;
override units: u32;
override weightStride: u32;
override inputStride: u32;
override deltaStride: u32;
