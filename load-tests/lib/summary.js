// The end of a run. ./daybook load reads the figures from a file and gives the whole verdict.

const unit = (metric, value) => (metric.contains === 'time' ? `${value.toFixed(0)} ms` : String(Math.round(value * 1000) / 1000));

function figures([name, metric]) {
  const values = Object.entries(metric.values).map(([key, value]) => `${key} ${unit(metric, value)}`);
  return `  ${name.padEnd(36)} ${values.join(', ')}`;
}

function verdicts([name, metric]) {
  return Object.entries(metric.thresholds || {}).map(([rule, { ok }]) => `  ${ok ? 'kept   ' : 'CROSSED'} ${name} ${rule}`);
}

export function handleSummary({ metrics, state, root_group }) {
  const wrong = root_group.checks.filter((check) => check.fails > 0).map(({ name, passes, fails }) => ({ name, passes, fails }));
  if (__ENV.SUMMARY) {
    return { [__ENV.SUMMARY]: JSON.stringify({ metrics, state, wrong }) };
  }
  const ours = Object.entries(metrics).filter(([name]) => /^(order|answers|read|requests|iterations|dropped|http_req_duration$)/.test(name));
  const lines = [
    '',
    ...ours.map(figures),
    '',
    ...Object.entries(metrics).flatMap(verdicts),
    ...wrong.map(({ name, passes, fails }) => `  WRONG   ${name}: ${fails} of ${passes + fails}`),
    '',
    '  These are the thresholds alone. Whether anything was lost or doubled, ./daybook audit tells;',
    '  ./daybook load runs both.',
    '',
  ];
  return { stdout: lines.join('\n') };
}
