import type { ButtonHTMLAttributes, ReactNode } from "react";
import { cx } from "./cx";
import { Tooltip } from "./Tooltip";

export type ButtonKind = "primary" | "plain" | "ghost" | "danger";

const LOOK: Record<ButtonKind, string> = {
  primary: "bg-accent text-on-accent border-transparent hover:opacity-90",
  plain: "bg-surface text-ink border-line-strong hover:bg-hover",
  ghost: "bg-transparent text-soft border-transparent hover:bg-hover hover:text-ink",
  danger: "bg-danger text-on-danger border-transparent hover:opacity-90",
};

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: ButtonKind;
  icon?: ReactNode;
}

export function Button({ kind = "plain", icon, className, children, type = "button", ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={cx(
        "inline-flex h-8 shrink-0 items-center justify-center gap-1.5 rounded-md border px-2.5 text-sm font-medium whitespace-nowrap select-none",
        "transition-colors disabled:cursor-not-allowed disabled:opacity-45 [&_svg]:size-4 [&_svg]:shrink-0",
        LOOK[kind],
        className,
      )}
      {...rest}
    >
      {icon}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ButtonProps, "icon"> {
  label: string;
}

/** A button that shows only an icon; its label is read aloud and shown as a tooltip. */
export function IconButton({ label, className, children, kind = "ghost", ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <Button kind={kind} aria-label={label} className={cx("w-8 px-0", className)} {...rest}>
        {children}
      </Button>
    </Tooltip>
  );
}
