// Finds the bin that holds the wanted rank, keeps its bits, and leaves an empty histogram for the next step.
@compute @workgroup_size(1)
fn choose() {
  var rank = task[1];
  var chosen = 0u;
  while (chosen + 1u < bins && rank >= histogram[chosen]) {
    rank -= histogram[chosen];
    chosen++;
  }
  task[1] = rank;
  task[2] |= chosen << shift();
  for (var bin = 0u; bin < bins; bin++) { histogram[bin] = 0u; }
}
