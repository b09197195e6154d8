/** What servers say names people; rows that keep it are not about them. ALL-7 */
export const withoutAddresses = (text: string): string =>
  text.replace(/[^\s<>@]+@[^\s<>@,;:]+/g, '…').replace(/<…>/g, '…');
