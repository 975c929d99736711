using System.ComponentModel;
using System.Text;

namespace QmpGen.CodeGeneration;

/// <summary>Formats records like the <c>ToString</c> that the compiler generates.</summary>
/// <remarks>
/// The base types of generated records seal <c>ToString</c> with this method. Otherwise the compiler would generate one
/// for each record, which slows down every build.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class QmpRecordText
{
    /// <summary>Formats a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="printMembers">The <c>PrintMembers</c> method of the record.</param>
    /// <returns>The text, such as <c>File { Filename = /vm/disk0.qcow2 }</c>.</returns>
    public static string Format(object record, Func<StringBuilder, bool> printMembers)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(printMembers);
        StringBuilder text = new();
        text.Append(record.GetType().Name).Append(" { ");
        if (printMembers(text))
        {
            text.Append(' ');
        }

        return text.Append('}').ToString();
    }
}
