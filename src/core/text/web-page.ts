/** What is said of one: `thing` is what the file should have held. Example: `webPageRefused('report')`. */
export const webPageRefused = (thing: string): string =>
  `This is a web page, not CSV. Export the ${thing} as CSV, and import that file.`;

/** Whether a text begins as a web page does. Example: ` <!DOCTYPE html><html>…` → true; `Transaction ID,…` → false. */
export const isWebPage = (text: string): boolean =>
  /^\uFEFF?\s*<(!doctype\s+html|html|head|body|table|meta)\b/i.test(text.slice(0, 1000));
