// A plain field marked data-rich-text becomes an editor with the marks that we have; its tools are
// the template #rich-text-tools. What is pasted, also from Word, keeps those marks and loses the
// rest. The field itself holds what is sent, and the server cleans it once more.
import * as kit from "../django_prose_editor/editor.js"

const template = document.getElementById("rich-text-tools")

// A table without widths of its own: those would be inline styles.
const Table = kit.Table.extend({ renderHTML: () => ["table", ["tbody", 0]], addNodeView: null })

const extensions = () => [
  kit.Document, kit.Text, kit.Paragraph, kit.HardBreak, kit.History, kit.Gapcursor,
  kit.Bold, kit.Italic, kit.BulletList, kit.OrderedList, kit.ListItem, kit.Blockquote,
  kit.Link.configure({ enableTarget: false, openOnClick: false }),
  kit.Heading.configure({ levels: [2, 3] }),
  Table, kit.TableRow, kit.TableHeader, kit.TableCell, kit.Image,
]

const acts = {
  "heading-2": (chain) => chain.toggleHeading({ level: 2 }),
  "heading-3": (chain) => chain.toggleHeading({ level: 3 }),
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  bulletList: (chain) => chain.toggleBulletList(),
  orderedList: (chain) => chain.toggleOrderedList(),
  blockquote: (chain) => chain.toggleBlockquote(),
  table: (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
  undo: (chain) => chain.undo(),
  redo: (chain) => chain.redo(),
}

const isOn = (editor, mark) =>
  mark.startsWith("heading-") ? editor.isActive("heading", { level: Number(mark.at(-1)) }) : editor.isActive(mark)

// Read in a document where nothing runs, before the editor sees it.
function withoutLooks(html) {
  // Renamed first: the policy of the page would complain of each as soon as it is read.
  const silent = html.replace(/\s(style|on\w+)\s*=/gi, " data-$1=")
  const pasted = new DOMParser().parseFromString(silent, "text/html")
  for (const element of pasted.querySelectorAll("script, style, meta, link, iframe, object, svg, img")) element.remove()
  for (const element of pasted.body.querySelectorAll("*")) {
    for (const { name } of [...element.attributes]) if (name !== "href") element.removeAttribute(name)
  }
  return pasted.body.innerHTML
}

function edit(field) {
  const label = field.labels[0]
  const tools = template.content.firstElementChild.cloneNode(true)
  const place = document.createElement("div")
  place.className = "sk-rich-field sk-rich"
  field.before(tools, place)
  field.hidden = true

  const editor = new kit.Editor({
    element: place,
    extensions: extensions(),
    content: field.value,
    injectCSS: false,
    editorProps: {
      transformPastedHTML: withoutLooks,
      attributes: {
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": label ? label.textContent.trim() : "",
        ...(field.getAttribute("aria-describedby") && { "aria-describedby": field.getAttribute("aria-describedby") }),
      },
    },
    onUpdate: () => {
      field.value = editor.isEmpty ? "" : editor.getHTML()
      field.dispatchEvent(new Event("input", { bubbles: true }))
    },
    onTransaction: ({ editor }) => {
      for (const button of tools.querySelectorAll("[data-mark]")) {
        button.setAttribute("aria-pressed", isOn(editor, button.dataset.mark))
      }
    },
  })
  label?.addEventListener("click", () => editor.commands.focus())

  const close = () => {
    for (const form of tools.querySelectorAll("[data-form]")) form.hidden = true
    for (const button of tools.querySelectorAll("[data-opens]")) button.setAttribute("aria-expanded", "false")
  }
  const dos = {
    link: (form) => {
      const href = form.querySelector("[data-field=href]").value.trim()
      if (href) editor.chain().focus().extendMarkRange("link").setMark("link", { href }).run()
    },
    unlink: () => editor.chain().focus().extendMarkRange("link").unsetMark("link").run(),
    image: (form) => {
      const [src, alt] = ["src", "alt"].map((name) => form.querySelector(`[data-field=${name}]`).value.trim())
      editor.chain().focus().insertContent({ type: "image", attrs: { src, alt: alt || null } }).run()
    },
  }
  // The text keeps the focus, so that what is typed next goes there.
  tools.addEventListener("mousedown", (event) => {
    if (event.target.closest("[data-mark]:not([data-opens])")) event.preventDefault()
  })
  tools.addEventListener("click", (event) => {
    const button = event.target.closest("button")
    if (!button) return
    const { mark, opens, do: deed } = button.dataset
    if (deed) {
      dos[deed](button.closest("[data-form]"))
      close()
    } else if (opens) {
      const form = tools.querySelector(`[data-form=${opens}]`)
      const wasOpen = !form.hidden
      close()
      form.hidden = wasOpen
      button.setAttribute("aria-expanded", String(!wasOpen))
      const href = form.querySelector("[data-field=href]")
      if (href) href.value = editor.getAttributes("link").href ?? ""
      if (!wasOpen) form.querySelector("input, select").focus()
    } else {
      acts[mark](editor.chain().focus()).run()
    }
  })
  tools.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input")) {
      event.preventDefault()
      event.target.closest("[data-form]").querySelector("[data-do]").click()
    }
  })
}

const editAll = () => {
  for (const field of document.querySelectorAll("textarea[data-rich-text]:not([hidden])")) edit(field)
}
editAll()
document.addEventListener("htmx:afterSwap", editAll)
