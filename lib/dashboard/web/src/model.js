// Sums over the model's cubes. A cube lists its dimensions and its cells, flat: one index for each dimension, then the
// count (null: withheld). What a cube has no dimension for, a filter cannot reach: `pick` tells which.

export const filterNames = { period: 'period', age: 'age group', sex: 'sex', diagnosis: 'diagnosis' };

const filterOfDimension = { month: 'period', year: 'period', age: 'age', sex: 'sex', diagnosis: 'diagnosis' };

export const noFilters = () => ({ from: null, to: null, ages: null, sexes: null, diagnosis: null });

export function activeFilters(filters) {
  const active = [];
  if (filters.from !== null || filters.to !== null) active.push('period');
  if (filters.ages) active.push('age');
  if (filters.sexes) active.push('sex');
  if (filters.diagnosis !== null) active.push('diagnosis');
  return active;
}

// The same filters with those of `names` off.
export function without(names, filters) {
  const keys = { period: ['from', 'to'], age: ['ages'], sex: ['sexes'], diagnosis: ['diagnosis'] };
  const off = names.flatMap((name) => keys[name]).map((key) => [key, null]);
  return { ...filters, ...Object.fromEntries(off) };
}

export const dimension = (cube, name) => cube.dims.find((one) => one.name === name);

export const reachOf = (cube) => [...new Set(cube.dims.map((one) => filterOfDimension[one.name]).filter(Boolean))];

// The cube of `measure` that has every dimension of `by` and follows most of the filters in use, with the filters in
// use that it cannot follow; null where there is none.
export function pick(model, measure, by, filters) {
  const active = activeFilters(filters);
  let best = null;
  for (const cube of model.cubes[measure] ?? []) {
    if (!by.every((name) => dimension(cube, name))) continue;
    const reach = reachOf(cube);
    const ignored = active.filter((name) => !reach.includes(name));
    const exact = cube.dims.length - by.length;
    if (
      !best ||
      ignored.length < best.ignored.length ||
      (ignored.length === best.ignored.length && exact < best.exact)
    ) {
      best = { cube, reach, ignored, exact };
    }
  }
  return best;
}

function accepts(name, value, filters) {
  const year = Number(String(value).slice(0, 4));
  switch (filterOfDimension[name]) {
    case 'period':
      return (filters.from === null || year >= filters.from) && (filters.to === null || year <= filters.to);
    case 'age':
      return !filters.ages || filters.ages.has(value);
    case 'sex':
      return !filters.sexes || filters.sexes.has(value);
    case 'diagnosis':
      return filters.diagnosis === null || filters.diagnosis === value;
    default:
      return true;
  }
}

// Sums of the cells that the filters let through, one for each combination of the `by` dimensions' values, last one
// fastest. A sum with a withheld cell in it is withheld.
export function sums(cube, by, filters) {
  const width = cube.dims.length;
  const passes = cube.dims.map((one) => one.values.map((value) => accepts(one.name, value, filters)));
  const strides = new Array(width).fill(0);
  let size = 1;
  for (const name of [...by].reverse()) {
    const at = cube.dims.findIndex((one) => one.name === name);
    strides[at] = size;
    size *= cube.dims[at].values.length;
  }
  const result = new Array(size).fill(0);
  for (let cell = 0; cell < cube.cells.length; cell += width + 1) {
    let slot = 0;
    let inside = true;
    for (let at = 0; at < width && inside; at += 1) {
      const index = cube.cells[cell + at];
      inside = passes[at][index];
      slot += strides[at] * index;
    }
    if (!inside) continue;
    const value = cube.cells[cell + width];
    result[slot] = value === null || result[slot] === null ? null : result[slot] + value;
  }
  return result;
}

export const total = (values) => values.reduce((sum, one) => (sum === null || one === null ? null : sum + one), 0);

// The same sums as one object a value of the single dimension `by`: [{ value, n }], those inside the filters only.
export function series(cube, by, filters) {
  const values = dimension(cube, by).values;
  const n = sums(cube, [by], filters);
  return values.map((value, at) => ({ value, n: n[at] })).filter((one) => accepts(by, one.value, filters));
}

// The years of the whole feed, without gaps.
export function years(model) {
  const cube = pick(model, 'encounters', ['month'], noFilters())?.cube;
  const months = cube ? dimension(cube, 'month').values : [];
  if (!months.length) return [];
  const first = Number(months[0].slice(0, 4));
  const last = Number(months[months.length - 1].slice(0, 4));
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}

// Encounters under all filters: with a diagnosis they come from the diagnosis cube, which knows years, not months.
export function encounterSource(model, by, filters) {
  return filters.diagnosis === null
    ? pick(model, 'encounters', by, filters)
    : (pick(
        model,
        'diagnoses',
        by.map((name) => (name === 'month' ? 'year' : name)),
        filters,
      ) ?? pick(model, 'encounters', by, filters));
}

// The note of a chart over time about feeds without dates.
export const undatedNotes = (model) =>
  (model.undated_feeds ?? []).map(
    ({ feed, date }) => `The feed \u201c${feed}\u201d has no dates: all its studies are counted on ${date}.`,
  );
