-- The ledger and the audit log only grow. ABORT undoes the statement alone; ROLLBACK would take neighbours along.
CREATE TRIGGER points_entry_no_update BEFORE UPDATE ON points_entry
BEGIN SELECT RAISE(ABORT, 'points_entry is append-only'); END;
CREATE TRIGGER points_entry_no_delete BEFORE DELETE ON points_entry
BEGIN SELECT RAISE(ABORT, 'points_entry is append-only'); END;
CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END;
CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END;
