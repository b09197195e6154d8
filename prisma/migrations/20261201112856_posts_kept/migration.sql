CREATE INDEX CONCURRENTLY posts_kept ON posts (created_at) WHERE state IN ('sent', 'dropped') AND payload <> '{}'::jsonb;
