import { Play } from "lucide-react";
import { CodeBlock } from "@/kit/CodeBlock";
import { EmptyState } from "@/kit/EmptyState";

const CODE = `from legato import flow, task

@task
def greet(name):
    return f"Hello, {name}!"

@flow(log_prints=True)
def hello(name="world"):
    print(greet(name))

if __name__ == "__main__":
    hello()`;

/** What the list says before anything has run. */
export function FirstFlow() {
  return (
    <EmptyState icon={<Play />} title="No flow has run yet" action={<CodeBlock code={CODE} label="first flow" />}>
      Save this as <code className="font-mono text-xs text-ink">hello.py</code>, run{" "}
      <code className="font-mono text-xs text-ink">python hello.py</code>, and watch it appear here.
    </EmptyState>
  );
}
