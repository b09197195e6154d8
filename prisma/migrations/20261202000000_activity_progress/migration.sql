-- ACT-3: who began it, its type's own word for how far it is, and what it took. A replica of before reads none of it.
ALTER TABLE activities
  ADD COLUMN started_by text,
  ADD COLUMN started_at timestamptz(3),
  ADD COLUMN status text,
  ADD COLUMN minutes integer;
