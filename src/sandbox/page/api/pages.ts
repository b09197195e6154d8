/** A page that a customer could be given. */
export interface CustomerPage {
  title: string;
  customer: string;
  /** null while its link is withdrawn. */
  url: string | null;
}
