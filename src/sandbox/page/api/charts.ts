/** Charts as apps send them. */

export interface ChartPoint {
  label: string;
  value: number;
}

export interface ChartSeries {
  name: string;
  data: ChartPoint[];
}

export interface ChartSpec {
  type: 'bar' | 'line' | 'area' | 'pie';
  segments?: ChartPoint[];
  series?: ChartSeries[];
  axis_config?: { categories?: string[]; x_label?: string; y_label?: string };
}
