using System.ComponentModel;

namespace QmpGen.CodeGeneration;

/// <summary>A QAPI object or flat union that can be sent.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IQmpObject
{
    /// <summary>Writes the members, without the braces around them.</summary>
    /// <param name="writer">Where to.</param>
    /// <exception cref="QmpArgumentException">A value is one that QEMU could not read or the schema does not
    /// know.</exception>
    void WriteMembers(QmpWriter writer);
}

/// <summary>A QAPI alternate that can be sent: it writes itself as one JSON value of whichever kind it holds.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IQmpAlternate
{
    /// <summary>Writes the value.</summary>
    /// <param name="writer">Where to.</param>
    /// <exception cref="QmpArgumentException">A value is one that QEMU could not read or the schema does not
    /// know.</exception>
    void WriteValue(QmpWriter writer);
}
