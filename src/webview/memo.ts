import { Component, type ComponentType, createElement, type FunctionComponent } from "preact";

/** The component, drawn again only when a property is another object or value than before. */
export function memo<Props extends object>(inner: FunctionComponent<Props>): ComponentType<Props> {
  return class extends Component<Props> {
    override shouldComponentUpdate(next: Readonly<Props>): boolean {
      return differ(this.props, next);
    }
    override render(props: Props) {
      return createElement(inner, props);
    }
  };
}

function differ(before: object, next: object): boolean {
  const old = new Map(Object.entries(before));
  const now = Object.entries(next);
  return old.size !== now.length || now.some(([name, value]) => !Object.is(old.get(name), value));
}
