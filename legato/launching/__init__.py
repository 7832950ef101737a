"""Starting flow runs in processes of their own, watching them, and what becomes of runs whose process is gone."""
