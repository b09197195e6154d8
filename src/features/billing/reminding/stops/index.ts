export { resumeButton, resumeReminders } from './actions/resume-reminders.ts';
export { outOfReminders, stopRoutes } from './stop-route.ts';
export { eraseStops, liveStops } from './store.ts';
