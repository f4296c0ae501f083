// ECharts with Sankey diagrams; loaded with the view that draws one.
import 'echarts/lib/chart/sankey';

export { init } from './echarts.ts';
