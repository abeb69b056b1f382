/** Who can be an admin: an e-mail address, a user's id, or a user group's id. */
export const adminName = /^(?:[^\s@]+@[^\s@]+|[UWS][A-Z0-9]{2,})$/;

export const isGroup = (admin: string): boolean => /^S[A-Z0-9]+$/.test(admin);
