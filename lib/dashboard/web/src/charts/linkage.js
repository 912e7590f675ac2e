// Average-linkage clustering of a few dozen terms by lift: an order in which like terms are neighbours, and the groups
// whose terms occur together at least twice as often as by chance.

// A pair that is not in the list counts as rare: a quarter of chance.
const kAbsent = -2;
const kTogether = 1; // log2 of "twice as often"

export function groupTerms(codes, liftOf) {
  const nearness = codes.map((a) =>
    codes.map((b) => {
      const lift = a === b ? null : liftOf(a, b);
      return lift === null ? kAbsent : Math.log2(Math.max(lift, 0.25));
    }),
  );
  let clusters = codes.map((_, at) => ({ leaves: [at], together: false }));
  const groups = [];
  while (clusters.length > 1) {
    const { left, right, mean } = nearestPair(clusters, nearness);
    const merged = {
      leaves: joinEnds(clusters[left].leaves, clusters[right].leaves, nearness),
      together: mean >= kTogether,
    };
    if (!merged.together)
      for (const one of [clusters[left], clusters[right]]) if (one.together) groups.push(one.leaves);
    clusters = clusters.filter((_, at) => at !== left && at !== right).concat(merged);
  }
  if (clusters[0]?.together) groups.push(clusters[0].leaves);
  const order = (clusters[0]?.leaves ?? []).map((leaf) => codes[leaf]);
  return {
    order,
    groups: groups
      .map((leaves) => leaves.map((leaf) => codes[leaf]))
      .sort((a, b) => order.indexOf(a[0]) - order.indexOf(b[0])),
  };
}

function nearestPair(clusters, nearness) {
  let best = { mean: -Infinity };
  for (let left = 0; left < clusters.length; left += 1) {
    for (let right = left + 1; right < clusters.length; right += 1) {
      let sum = 0;
      for (const a of clusters[left].leaves) for (const b of clusters[right].leaves) sum += nearness[a][b];
      const mean = sum / (clusters[left].leaves.length * clusters[right].leaves.length);
      if (mean > best.mean) best = { left, right, mean };
    }
  }
  return best;
}

// Joins two runs of leaves by their nearest ends.
function joinEnds(left, right, nearness) {
  const turned = (leaves) => [...leaves].reverse();
  const ways = [
    [left, right],
    [left, turned(right)],
    [turned(left), right],
    [turned(left), turned(right)],
  ];
  const touch = ([a, b]) => nearness[a[a.length - 1]][b[0]];
  return ways.reduce((best, way) => (touch(way) > touch(best) ? way : best)).flat();
}
