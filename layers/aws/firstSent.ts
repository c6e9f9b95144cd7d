/** On a copy of a message: when the first one was sent, in milliseconds since the epoch. What has it is late. */
export const FIRST_SENT = 'FirstSent';
