// ECharts with graphs; loaded with the view that draws one.
import 'echarts/lib/chart/graph';

export { init } from './echarts.ts';
