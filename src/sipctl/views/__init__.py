"""What people see: tables, faults, charts, packs, exports."""
