/** A person tried what Slack's client would not let them do: the button isn't there, the modal isn't open. */
export class Impossible extends Error {
  override readonly name = 'Impossible';
}
