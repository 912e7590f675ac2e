// config/monitoring/padchestd.grafana.json against the types that Grafana publishes for dashboards and panels
// (@grafana/schema, made into JSON schemas here), and its queries against Prometheus' grammar. Needs no network.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { parser } from '@prometheus-io/lezer-promql';
import Ajv from 'ajv';
import { createGenerator } from 'ts-json-schema-generator';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const board = JSON.parse(readFileSync(here('../../config/monitoring/padchestd.grafana.json'), 'utf8'));
const ajv = new Ajv({ allErrors: true, strict: false });
const validators = new Map();

// The schema of a type in a file of Grafana's; no key that the type has not. What a type requires at its top is not
// asked for where Grafana fills in what is missing (`defaultOptions`).
function schemaOf(file, type, filledIn) {
  const path = here(`node_modules/@grafana/schema/dist/types/raw/${file}/x/types.gen.d.ts`);
  const config = { path, type, skipTypeCheck: true, additionalProperties: false, topRef: true };
  const schema = createGenerator(config).createSchema(type);
  if (filledIn) delete schema.definitions[type].required;
  return schema;
}

// What is wrong with a value as that type, one line a mistake.
function mistakes(value, file, type, filledIn = false) {
  const key = `${file} ${type}`;
  if (!validators.has(key)) validators.set(key, ajv.compile(schemaOf(file, type, filledIn)));
  const validate = validators.get(key);
  return validate(value) ? [] : validate.errors.map((error) => `${error.instancePath} ${error.message}`);
}

function mistakesOfPanel({ type, options, fieldConfig }) {
  const file = `composable/${type}/panelcfg`;
  return [
    ...mistakes(options ?? {}, file, 'Options', true),
    ...mistakes(fieldConfig.defaults.custom ?? {}, file, 'FieldConfig', true),
  ];
}

// Whether Prometheus' grammar takes an expression. Grafana replaces its variables before.
function parses(expression) {
  const text = expression.replace(/\$__(rate_)?interval/g, '5m').replace(/\$__range/g, '1h');
  let well = true;
  parser.parse(text).iterate({ enter: (node) => void (well &&= !node.type.isError) });
  return well;
}

test('the dashboard is one by the types of Grafana', () => {
  assert.deepEqual(mistakes(board, 'dashboard', 'Dashboard'), []);
});

test("each panel's options and fields are those of its kind", () => {
  assert.ok(board.panels.length > 10);
  for (const panel of board.panels) assert.deepEqual(mistakesOfPanel(panel), [], panel.title);
});

test('each query for Prometheus is an expression of it', () => {
  const expressions = board.panels.flatMap((panel) => panel.targets.flatMap((target) => target.expr ?? []));
  assert.ok(expressions.length > 10);
  for (const expression of expressions) assert.ok(parses(expression), expression);
});

test('a dashboard with a mistake is refused', () => {
  const broken = (change) => {
    const copy = structuredClone(board);
    change(copy);
    return copy;
  };
  for (const change of [
    (copy) => (copy.graphTooltip = 'shared'),
    (copy) => (copy.tooltip = 1),
    (copy) => delete copy.panels[0].type,
    (copy) => (copy.panels[0].gridPos.width = 4),
    (copy) => (copy.panels[0].fieldConfig.defaults.thresholds = [1, 2]),
    (copy) => (copy.templating.list[0].type = 'source'),
  ])
    assert.notDeepEqual(mistakes(broken(change), 'dashboard', 'Dashboard'), []);
  const stat = board.panels.find((panel) => panel.type === 'stat');
  assert.notDeepEqual(mistakesOfPanel({ ...stat, options: { ...stat.options, colorMode: 'red' } }), []);
  assert.notDeepEqual(mistakesOfPanel({ ...stat, options: { ...stat.options, colour: 'value' } }), []);
  assert.ok(!parses('rate(padchestd_records_total[5m)'));
});
