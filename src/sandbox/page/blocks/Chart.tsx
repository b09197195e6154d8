import type { ChartSeries, ChartSpec } from '../api/charts.ts';
import type { Block } from '../api/types.ts';
import { numbered } from './numbered.ts';

const width = 560;
const height = 200;
const left = 64;
const bottom = 24;
const plain = (value: number) => value.toLocaleString('en-US');

interface Scale {
  x: (category: number) => number;
  y: (value: number) => number;
  step: number;
  top: number;
  low: number;
}

const scaleOf = (categories: number, series: readonly ChartSeries[]): Scale => {
  const values = series.flatMap((each) => each.data.map(({ value }) => value));
  const top = Math.max(...values, 0) || 1;
  const low = Math.min(...values, 0);
  const step = (width - left) / categories;
  return {
    step,
    top,
    low,
    x: (category) => left + category * step,
    y: (value) => ((top - value) / (top - low)) * (height - 10) + 10,
  };
};

const Bars = ({
  series,
  categories,
  scale,
}: {
  series: readonly ChartSeries[];
  categories: readonly string[];
  scale: Scale;
}) => {
  const wide = (scale.step * 0.8) / series.length;
  return numbered(series).flatMap(({ item: each, at }) =>
    numbered(categories).map(({ key, item: label, at: category }) => {
      const value = each.data.find((point) => point.label === label)?.value ?? 0;
      const [from, to] = [scale.y(Math.max(value, 0)), scale.y(Math.min(value, 0))];
      return (
        <rect
          key={`${at}${key}`}
          className={`series-${at}`}
          x={scale.x(category) + scale.step * 0.1 + at * wide}
          y={from}
          width={Math.max(1, wide - 1)}
          height={Math.max(1, to - from)}
        >
          <title>{`${label}, ${each.name}: ${plain(value)}`}</title>
        </rect>
      );
    }),
  );
};

const Lines = ({
  series,
  categories,
  scale,
  filled,
}: {
  series: readonly ChartSeries[];
  categories: readonly string[];
  scale: Scale;
  filled: boolean;
}) =>
  numbered(series).map(({ key, item: each, at }) => {
    const points = categories.map((label, category) => {
      const value = each.data.find((point) => point.label === label)?.value ?? 0;
      return `${scale.x(category) + scale.step / 2},${scale.y(value)}`;
    });
    const base = scale.y(0);
    const ends = [
      `${scale.x(categories.length - 1) + scale.step / 2},${base}`,
      `${scale.x(0) + scale.step / 2},${base}`,
    ];
    return filled ? (
      <polygon key={key} className={`series-${at}`} points={[...points, ...ends].join(' ')} />
    ) : (
      <polyline key={key} className={`line series-${at}`} points={points.join(' ')} />
    );
  });

const Legend = ({ names }: { names: readonly string[] }) => (
  <ul className="legend">
    {numbered(names).map(({ key, item, at }) => (
      <li key={key}>
        <span className={`swatch series-${at}`} aria-hidden="true" /> {item}
      </li>
    ))}
  </ul>
);

const Axial = ({ chart }: { chart: ChartSpec }) => {
  const { series = [], axis_config: { categories = [], x_label, y_label } = {} } = chart;
  const scale = scaleOf(categories.length, series);
  return (
    <>
      <svg viewBox={`0 0 ${width} ${height + bottom}`} role="img" aria-label={chartText(chart)}>
        {[scale.top, (scale.top + scale.low) / 2, scale.low].map((value) => (
          <g key={value}>
            <line className="grid" x1={left} x2={width} y1={scale.y(value)} y2={scale.y(value)} />
            <text className="tick" x={left - 6} y={scale.y(value) + 4} textAnchor="end">
              {plain(Math.round(value))}
            </text>
          </g>
        ))}
        {chart.type === 'bar' ? (
          <Bars series={series} categories={categories} scale={scale} />
        ) : (
          <Lines series={series} categories={categories} scale={scale} filled={chart.type === 'area'} />
        )}
        {numbered(categories).map(({ key, item, at }) => (
          <text key={key} className="tick" x={scale.x(at) + scale.step / 2} y={height + 16} textAnchor="middle">
            {item}
          </text>
        ))}
      </svg>
      {(x_label || y_label) && <div className="axes">{[y_label, x_label].filter(Boolean).join(' by ')}</div>}
      {series.length > 1 && <Legend names={series.map(({ name }) => name)} />}
    </>
  );
};

const Pie = ({ chart }: { chart: ChartSpec }) => {
  const segments = chart.segments ?? [];
  const total = segments.reduce((sum, { value }) => sum + value, 0);
  let turned = 0;
  const place = (part: number) => {
    const angle = part * 2 * Math.PI - Math.PI / 2;
    return `${100 + 90 * Math.cos(angle)} ${100 + 90 * Math.sin(angle)}`;
  };
  return (
    <>
      <svg className="pie" viewBox="0 0 200 200" role="img" aria-label={chartText(chart)}>
        {numbered(segments).map(({ key, item: { label, value }, at }) => {
          const [from, part] = [turned, value / total];
          turned += part;
          return part === 1 ? (
            <circle key={key} className={`series-${at}`} cx="100" cy="100" r="90" />
          ) : (
            <path
              key={key}
              className={`series-${at}`}
              d={`M100 100 L${place(from)} A90 90 0 ${part > 0.5 ? 1 : 0} 1 ${place(turned)} Z`}
            >
              <title>{`${label}: ${plain(value)}`}</title>
            </path>
          );
        })}
      </svg>
      <Legend names={segments.map(({ label, value }) => `${label}: ${plain(value)}`)} />
    </>
  );
};

/** What it shows, for those who cannot see it. */
const chartText = ({ segments, series }: ChartSpec): string =>
  segments
    ? segments.map(({ label, value }) => `${label} ${plain(value)}`).join(', ')
    : (series ?? [])
        .map(({ name, data }) => `${name}: ${data.map(({ label, value }) => `${label} ${plain(value)}`).join(', ')}`)
        .join('; ');

/** Bars, lines, areas or a pie. */
export const Chart = ({ block }: { block: Block }) => {
  if (!block.chart) return null;
  return (
    <figure className="block block-chart">
      <figcaption>{typeof block.title === 'string' ? block.title : block.title?.text}</figcaption>
      {block.chart.type === 'pie' ? <Pie chart={block.chart} /> : <Axial chart={block.chart} />}
    </figure>
  );
};
