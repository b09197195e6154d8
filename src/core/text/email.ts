/** One address, no display name: `jo@example.com`. Nothing stricter, since only sending proves an address. */
export const isEmail = (text: string): boolean =>
  text.length <= 254 && /^[^\s@<>,;"()]{1,64}@[^\s@<>,;"()]+\.[^\s@<>,;"().]{2,}$/u.test(text) && !text.includes('..');
