import { formatAmount, parseAmount } from "./money.js";

var SEPARATORS = [",", ";", "\t"];

/**
 * The separator that occurs most often in a line, outside quotes. A comma when there is none.
 */
export function detectSeparator(line) {
  var best = SEPARATORS[0];
  var most = 0;
  for (var i = 0; i < SEPARATORS.length; i++) {
    var count = 0;
    var quoted = false;
    for (var j = 0; j < line.length; j++) {
      if (line[j] === '"') quoted = !quoted;
      if (line[j] === SEPARATORS[i] && !quoted) count = count + 1;
    }
    if (count > most) {
      best = SEPARATORS[i];
      most = count;
    }
  }
  return best;
}

/**
 * Splits CSV text into rows of fields. Quoted fields may hold separators, line ends and doubled quotes; empty lines are skipped.
 *
 * @param {string} text
 * @param {string} [separator] found from the first line when left out
 * @returns {string[][]}
 */
export function parseCsv(text, separator) {
  var sep = separator || detectSeparator(text.split("\n")[0]);
  var rows = [];
  var row = [];
  var field = "";
  var quoted = false;
  for (var i = 0; i < text.length; i++) {
    var c = text[i];
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') {
        field = field + '"';
        i++;
      } else if (c === '"') {
        quoted = false;
      } else {
        field = field + c;
      }
    } else if (c === '"') {
      quoted = true;
    } else if (c === sep) {
      row.push(field);
      field = "";
    } else if (c === "\n") {
      row.push(field);
      if (row.length > 1 || row[0] !== "") rows.push(row);
      row = [];
      field = "";
    } else if (c !== "\r") {
      field = field + c;
    }
  }
  if (field !== "" || row.length > 0) {
    row.push(field);
    rows.push(row);
  }
  return rows;
}

/**
 * Transactions of a bank's export. The first row names the columns; date, description and amount must be among them.
 *
 * @param {string} text
 * @returns {{ date: string, description: string, amount: number }[]}
 * @throws {Error} when a column is missing or an amount cannot be read; the message names the line
 */
export function importTransactions(text) {
  var rows = parseCsv(text);
  var names = ["date", "description", "amount"];
  var columns = {};
  for (var i = 0; i < names.length; i++) {
    columns[names[i]] = -1;
    for (var j = 0; j < rows[0].length; j++) {
      if (rows[0][j].trim().toLowerCase() === names[i]) columns[names[i]] = j;
    }
    if (columns[names[i]] === -1) throw new Error("column missing: " + names[i]);
  }
  var transactions = [];
  for (var k = 1; k < rows.length; k++) {
    var cells = rows[k];
    var amount;
    try {
      amount = parseAmount(cells[columns.amount]);
    } catch (error) {
      throw new Error("line " + (k + 1) + ": " + error.message);
    }
    transactions.push({
      date: cells[columns.date].trim(),
      description: cells[columns.description].trim(),
      amount: amount,
    });
  }
  return transactions;
}

export function exportTransactions(transactions) {
  var text = "date,description,amount\n";
  for (var i = 0; i < transactions.length; i++) {
    var t = transactions[i];
    text = text + quote(t.date) + "," + quote(t.description) + "," + quote(formatAmount(t.amount)) + "\n";
  }
  return text;
}

function quote(field) {
  if (field.indexOf(",") === -1 && field.indexOf('"') === -1 && field.indexOf("\n") === -1) return field;
  return '"' + field.split('"').join('""') + '"';
}
