using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace QmpGen.Operations.Tests;

/// <summary>Marks a test that needs a real QEMU and the permission to use <c>userfaultfd</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostcopyFactAttribute : ProgramFactAttribute
{
    private static readonly Lazy<bool> s_isPermitted = new(IsPermitted);

    public PostcopyFactAttribute()
        : base("QEMU", "qemu-system-x86", RealQemu.Version, [])
    {
        if (Skip is null && !s_isPermitted.Value)
        {
            Skip = "Requires userfaultfd on Linux: run as root, or set vm.unprivileged_userfaultfd=1 with sysctl.";
        }
    }

    private static bool IsPermitted()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        // The number of the system call userfaultfd.
        nint number = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 282 : 323;
        using SafeFileHandle descriptor = new(SystemCall(number, 0), ownsHandle: true);
        return !descriptor.IsInvalid;
    }

    [DllImport("libc", EntryPoint = "syscall")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint SystemCall(nint number, int flags);
}
