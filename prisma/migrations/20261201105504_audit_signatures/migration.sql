-- CreateTable
CREATE TABLE "audit_signatures" (
    "seal_id" BIGINT NOT NULL,
    "key_id" TEXT NOT NULL,
    "signature" TEXT NOT NULL,

    CONSTRAINT "audit_signatures_pkey" PRIMARY KEY ("seal_id")
);


-- Append-only like the log and its seals.
CREATE TRIGGER audit_signatures_no_change BEFORE UPDATE OR DELETE ON audit_signatures FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_signatures_no_truncate BEFORE TRUNCATE ON audit_signatures FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
