"""The next plan: what becomes of each activity, and the files that follow from that."""
