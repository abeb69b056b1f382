/** What happened, what to do next, and the page of the documentation that says more. */
export interface ErrorWords {
  readonly cause: string;
  readonly remedy: string;
  readonly page: string;
}
