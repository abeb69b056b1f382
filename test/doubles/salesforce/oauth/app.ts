// The external client app that the bot signs in with, as its administrator set it up.

export interface AppSettings {
  clientId: string;
  clientSecret: string;
  /** Where the web-server flow may send people back to. */
  redirectUris: string[];
  /** PEM of the certificate's public key, for the JWT bearer flow. */
  publicKey: string | undefined;
  /** Audiences that an assertion may name, besides the service's own address. */
  audiences: string[];
  scopes: string[];
  /** Client credentials need a run-as user. */
  clientCredentials: boolean;
  /** Whether the run-as or named user is approved for the app. */
  approved: boolean;
  /** A refresh token is used once, and its answer brings the next. */
  rotateRefreshTokens: boolean;
  /** How long a session lasts. */
  sessionMs: number;
  /** A refresh token that is not used for so long is dead. */
  refreshIdleMs: number;
  /** Refuse every grant with this OAuth error: an app that is blocked, a user that is inactive, a restricted address. */
  refuse: { error: string; description: string } | undefined;
}

export const defaultApp: AppSettings = {
  clientId: '3MVG9-stand-in-client',
  clientSecret: 'stand-in-client-secret',
  redirectUris: ['http://127.0.0.1:8912/callback'],
  publicKey: undefined,
  audiences: ['https://login.salesforce.com', 'https://test.salesforce.com'],
  scopes: ['api', 'refresh_token'],
  clientCredentials: true,
  approved: true,
  rotateRefreshTokens: true,
  sessionMs: 2 * 3_600_000,
  refreshIdleMs: 30 * 86_400_000,
  refuse: undefined,
};
