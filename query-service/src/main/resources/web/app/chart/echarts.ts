// The parts of ECharts that the page draws with, and no others; loaded after the first paint. One by one, not by echarts/charts:
// with that, what any view loads of them would be in one file.
import { init, use } from 'echarts/core';
import 'echarts/lib/chart/custom';
import 'echarts/lib/component/grid';
import { CanvasRenderer } from 'echarts/renderers';

use([CanvasRenderer]);

export { init };
