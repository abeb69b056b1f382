// Apart from whoever asks Slack: the configuration needs it and nothing of Slack's client.

/** Whether a text can be the id of a channel. */
export const isChannelId = (id: string): boolean => /^[CG][A-Z0-9]{2,}$/.test(id);
