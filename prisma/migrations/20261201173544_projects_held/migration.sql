-- `/onboard list`, Blocked: what is on hold stands there too.
CREATE INDEX CONCURRENTLY projects_held ON projects (id) WHERE state = 'on_hold';
