using System.ComponentModel;
using System.Text;

namespace QmpGen.CodeGeneration;

/// <summary>
/// Prints records as the compiler's own <c>ToString</c> does. The bases of generated records seal theirs over this one:
/// the compiler makes a <c>ToString</c>
/// for each record otherwise, which every build of every user pays for.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RecordText
{
    /// <summary>Prints a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="printMembers">Its own <c>PrintMembers</c>.</param>
    /// <returns>Such as <c>File { Filename = /vm/disk0.qcow2 }</c>.</returns>
    public static string Of(object record, Func<StringBuilder, bool> printMembers)
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
