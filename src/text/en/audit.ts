/** The words of `pulse audit`. */
export const audit = {
  'command.audit': 'Who saw or was refused what in Slack',
  'option.last': 'so many, the newest (default 50)',
  'option.person': 'of one person: Slack user id',
  'option.refused': 'refusals only',
  'note.audit':
    'Every answer, button, modal and share is decided in one place, and each decision is kept for 400 days: person, place, what was asked for; never a figure.',
  'audit.at': 'When',
  'audit.person': 'Who',
  'audit.action': 'Did',
  'audit.place': 'Where',
  'audit.about': 'About',
  'audit.outcome': 'Outcome',
  'audit.allowed': 'allowed',
  'audit.empty': 'Nobody has asked anything yet.',
};
