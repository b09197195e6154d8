import { runKinds } from '../../../platform/runs/index.ts';
import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { calendarButton, calendarCommand } from './actions/calendar.ts';
import { forecastButton, forecastCommand } from './actions/forecast.ts';
import { forecastRunKind } from './forecast-run.ts';

export { forecastOf, readForecast, startForecast } from './actions/forecast.ts';
export { calendarOf } from './calendar.ts';

/** What will be billed, and what will happen. BIL-19 @param wakeRuns has queued runs worked through in the background */
export const forecastSlice = (wakeRuns: (deps: Deps) => void): Slice => ({
  name: 'forecast',
  commands: [forecastCommand(wakeRuns), calendarCommand],
  interactions: [forecastButton, calendarButton],
  sections: [
    {
      subject: 'customer',
      order: 32,
      title: 'Ahead',
      read: async (_deps, customerId) => ({
        buttons: [
          { text: 'Forecast', action: 'bill.forecast', value: customerId },
          { text: 'Calendar', action: 'bill.calendar', value: customerId },
        ],
      }),
    },
  ],
  contributes: [contribute(runKinds, forecastRunKind)],
});
