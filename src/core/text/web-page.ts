/** Whether a text begins as a web page does. Example: ` <!DOCTYPE html><html>…` → true; `Transaction ID,…` → false. */
export const isWebPage = (text: string): boolean =>
  /^\uFEFF?\s*<(!doctype\s+html|html|head|body|table|meta)\b/i.test(text.slice(0, 1000));
