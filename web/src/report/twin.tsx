/** The table that says what a chart shows, for whoever cannot see it or wants the figures. */
import { TableFrame } from '../ui/table-frame.tsx';
import { figures } from './words.ts';

/** The first column names the row; the others are numbers. */
export function Twin(props: { title: string; headings: readonly string[]; rows: readonly (readonly string[])[] }) {
  const [first, ...others] = props.headings;
  return (
    <details class="twin">
      <summary>{figures.value.when.table}</summary>
      <TableFrame label={props.title}>
        <table>
          <thead>
            <tr>
              <th scope="col">{first}</th>
              {others.map((heading) => (
                <th key={heading} scope="col" class="number">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {props.rows.map(([name, ...values]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {values.map((value, column) => (
                  <td key={others[column]} class="number">
                    {value}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </details>
  );
}
