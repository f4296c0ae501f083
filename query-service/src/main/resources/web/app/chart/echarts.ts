// The parts of ECharts that the page draws with, and no others; loaded after the first paint.
import { CustomChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([CustomChart, GridComponent, CanvasRenderer]);

export { init };
