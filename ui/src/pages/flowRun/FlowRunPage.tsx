export function FlowRunPage() {
  return <div />;
}
