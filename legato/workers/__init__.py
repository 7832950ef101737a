"""Workers: take runs from a work pool and have them executed. An integration derives its own from `base.BaseWorker`."""
