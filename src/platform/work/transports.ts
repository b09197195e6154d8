/** Where messages live, and whose rows, keys and pages an older version wrote without naming a transport. */
export const slack = 'slack';

/** By which transport letters leave. */
export const mail = 'mail';
