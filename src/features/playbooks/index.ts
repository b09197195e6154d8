/** Playbook contributions: what slices add to onboarding by name. A leaf that slices and the engine import; neither imports the other. */
export { noParts, type Part, type Parts, type ProjectKey, type Reader, readerOf, readParts } from './parts.ts';
