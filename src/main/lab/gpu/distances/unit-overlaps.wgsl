// Overlaps |a_i ∩ b_j| of every unit of one network's layer with every unit of another's, for many pairs of networks at once:
// AND and countOneBits. A workgroup takes a tile of 64 × 64 units of one pair and kind, 8 words of each unit at a time: half of
// its invocations read those of a, half those of b, and each counts 4 × 4 overlaps in registers.

struct Part {
  units: u32,
  words: u32, // 32-bit words of a unit's row, padded with zeros
  blocks: u32, // in which b's inputs are reordered; 0 where they keep their places
  positions: u32, // inputs of a block
  wide: u32, // 1: counts of 32 bits, else of 16
  firstPair: u32,
  firstTileA: u32, // of 64 units
  firstTileB: u32,
}

@group(0) @binding(0) var<uniform> part: Part;
@group(0) @binding(1) var<storage, read> planes: array<u32>; // (network, positive or negative, unit, word)
@group(0) @binding(2) var<storage, read> pairs: array<vec2u>; // (pair): the places of a and b in `planes`
@group(0) @binding(3) var<storage, read> orders: array<u32>; // (pair, NNSTD or NNSTD±, block): the block of b that stands there
@group(0) @binding(4) var<storage, read_write> counts: array<u32>; // (pair, kind, unit of a, unit of b in fours)

const joint = 0u;
const positive = 1u;
const negative = 2u;
const depth = 8u; // words of a step
const pitch = 17u; // fours of units of a tile; one more, so that neighbours write to different banks

var<workgroup> tiles: array<vec4u, 272>; // (a or b, word, units in fours)
const tileSize = 136u;

// One word of four units' rows.
fn readFour(network: u32, kind: u32, unit: u32, word: u32) -> vec4u {
  let plane = part.units * part.words;
  let start = network * 2u * plane + word;
  var four = vec4u();
  for (var i = 0u; i < 4u; i++) {
    if (unit + i < part.units) {
      var at = start + (unit + i) * part.words;
      if (kind == negative) {
        at += plane;
      }
      four[i] = planes[at];
      if (kind == joint) {
        four[i] |= planes[at + plane];
      }
    }
  }
  return four;
}

// The same of rows whose inputs are reordered: block p is the old block orders[order + p], if there are blocks.
fn readReordered(network: u32, kind: u32, unit: u32, word: u32, order: u32, blocks: u32) -> vec4u {
  // Whole words where a block has whole words, else bit by bit.
  let positions = max(part.positions, 1u);
  let gathers = blocks > 0u && positions % 32u > 0u;
  var block = word * 32u / positions;
  var position = word * 32u % positions;
  var four = vec4u();
  for (var bit = 0u; bit < select(1u, 32u, gathers); bit++) {
    var input = word * 32u + bit;
    if (blocks > 0u) {
      if (block >= blocks) {
        break;
      }
      input = orders[order + block] * positions + position;
    }
    var found = readFour(network, kind, unit, input / 32u);
    if (gathers) {
      found = ((found >> vec4u(input % 32u)) & vec4u(1u)) << vec4u(bit);
      position++;
      if (position == positions) {
        position = 0u;
        block++;
      }
    }
    four |= found;
  }
  return four;
}

fn writeFour(at: u32, four: vec4u) {
  if (part.wide == 1u) {
    for (var i = 0u; i < 4u; i++) {
      counts[at * 4u + i] = four[i];
    }
  } else {
    counts[at * 2u] = four.x | (four.y << 16u);
    counts[at * 2u + 1u] = four.z | (four.w << 16u);
  }
}

@compute @workgroup_size(16, 16)
fn countOverlaps(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_id) local: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  let pair = part.firstPair + group.z / 3u;
  let kind = group.z % 3u;
  let networks = pairs[pair];
  let order = (pair * 2u + min(kind, 1u)) * part.blocks;
  let unitA = (part.firstTileA + group.y) * 64u;
  let unitB = (part.firstTileB + group.x) * 64u;
  var sum0 = vec4u();
  var sum1 = vec4u();
  var sum2 = vec4u();
  var sum3 = vec4u();
  let side = index / 128u; // a or b
  let readQuad = index / 8u % 16u;
  let readWord = index % 8u; // neighbours read neighbouring words
  let readUnit = select(unitA, unitB, side == 1u) + readQuad * 4u;
  let blocks = select(0u, part.blocks, side == 1u);
  for (var first = 0u; first < part.words; first += depth) {
    let word = first + readWord;
    var four = vec4u();
    if (word < part.words) {
      four = readReordered(networks[side], kind, readUnit, word, order, blocks);
    }
    tiles[side * tileSize + readWord * pitch + readQuad] = four;
    workgroupBarrier();
    for (var step = 0u; step < depth; step++) {
      let a = tiles[step * pitch + local.y];
      let b = tiles[tileSize + step * pitch + local.x];
      sum0 += countOneBits(a.xxxx & b);
      sum1 += countOneBits(a.yyyy & b);
      sum2 += countOneBits(a.zzzz & b);
      sum3 += countOneBits(a.wwww & b);
    }
    workgroupBarrier();
  }
  let fours = (part.units + 3u) / 4u;
  let column = unitB / 4u + local.x;
  let row = unitA + local.y * 4u;
  let at = ((pair * 3u + kind) * part.units + row) * fours + column;
  if (column < fours) {
    if (row < part.units) { writeFour(at, sum0); }
    if (row + 1u < part.units) { writeFour(at + fours, sum1); }
    if (row + 2u < part.units) { writeFour(at + 2u * fours, sum2); }
    if (row + 3u < part.units) { writeFour(at + 3u * fours, sum3); }
  }
}
