using System.ComponentModel;

namespace QmpGen.CodeGeneration;

/// <summary>A QAPI object or flat union that can be sent.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IQmpObject : IQmpConvertible
{
    /// <summary>Writes the members, without the enclosing braces.</summary>
    /// <param name="writer">The writer.</param>
    /// <exception cref="QmpArgumentException">A value cannot be parsed by QEMU or is not in the schema.</exception>
    void WriteMembers(QmpWriter writer);

    QmpValue IQmpConvertible.ToQmpValue() => QmpValue.Parse(QmpWriter.ToUtf8(writer => writer.WriteObject(this)));
}

/// <summary>A QAPI alternate that can be sent.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IQmpAlternate : IQmpConvertible
{
    /// <summary>Writes the value of the current branch.</summary>
    /// <param name="writer">The writer.</param>
    /// <exception cref="QmpArgumentException">A value cannot be parsed by QEMU or is not in the schema.</exception>
    void WriteValue(QmpWriter writer);

    QmpValue IQmpConvertible.ToQmpValue() => QmpValue.Parse(QmpWriter.ToUtf8(WriteValue));
}
